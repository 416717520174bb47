"""The Word template that the usual way fills: made once, before anything is timed."""

from __future__ import annotations

from pathlib import Path

from docx import Document

TEXT = (
    "平江政务督查", "第{{ number }}期", "平江县人民政府督查室　{{ dated }}",
    "关于2024年5月12345政务服务热线和市长信箱、县长信箱运行办理情况的通报",
    "现将2024年5月平江县12345政务服务热线运行办理情况通报如下。", "一、基本情况",
    "本月，12345政务服务热线共受理交办工单{{ accepted }}件。",
    "从诉求类别看，数量居前五位的依次是：{% for name, count, share in categories %}{{ name }}{{ count }}件，"
    "占{{ share }}{{ '。' if loop.last else '；' }}{% endfor %}",
    "从办理数量看，{% for group, names in volume %}{{ group }}中{{ names }}居前三位{{ '。' if loop.last else '，' }}{% endfor %}"
    "从综合指标看，{% for group, names in scores %}{{ group }}中{{ names }}居前三位{{ '。' if loop.last else '，' }}{% endfor %}",
    "从办理时效看，本月超期工单共{{ overdue_total }}件，其中{% for name, count in overdue %}{{ name }}{{ count }}件"
    "{{ '。' if loop.last else '、' }}{% endfor %}",
    "从信箱办理看，本月共收到群众来信{{ letters }}件，其中{% for name, count in boxes %}{{ name }}{{ count }}件"
    "{{ '。' if loop.last else '、' }}{% endfor %}市长信箱满意率为{{ mayor }}。",
    "二、存在的问题",
    "1.办理时效方面。无正当理由超期的工单：{% for unit, count, ids in unexcused %}{{ unit }}{{ count }}件（工单编号：{{ ids }}）"
    "{{ '。' if loop.last else '，' }}{% endfor %}",
    "2.办理质量方面。{% for grade, names in grades %}{{ '、'.join(names) }}评为{{ grade }}级"
    "{{ '。' if loop.last else '；' }}{% endfor %}",
    "{%p for line in narrative %}", "{{ line }}", "{%p endfor %}",
    "附件：2024年5月份12345政务服务热线综合评价表",
)  # fmt: skip


def make(path: Path, heads: list[str]) -> None:
    """Writes the template."""
    document = Document()
    for line in TEXT:
        document.add_paragraph(line)
    table = document.add_table(4, len(heads), style="Table Grid")
    for cell, head in zip(table.rows[0].cells, heads, strict=True):
        cell.text = head
    table.rows[1].cells[0].text = "{%tr for cells in rows %}"
    for place, cell in enumerate(table.rows[2].cells):
        cell.text = f"{{{{ cells[{place}] }}}}"
    table.rows[3].cells[0].text = "{%tr endfor %}"
    document.save(str(path))
