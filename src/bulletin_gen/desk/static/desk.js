/* What pages do beyond forms. Plain script for browsers as old as Chrome 86; every page works without it but slower. */
"use strict";
(function () {
  const all = (selector, root) => Array.from((root || document).querySelectorAll(selector));

  // The desk ends when no page has asked for a while.
  setInterval(() => fetch("/alive").catch(() => {}), 30000);

  // Questions before what takes something away.
  all("form[data-ask]").forEach((form) => form.addEventListener("submit", (event) => {
    if (!window.confirm(form.dataset.ask)) event.preventDefault();
  }));
  all("[data-back]").forEach((button) => button.addEventListener("click", () => history.back()));

  // What was typed and not saved is not lost without a word.
  let unsaved = false;
  all("form[method=post]").forEach((form) => {
    if (!form.querySelector("[name=hash], [name=profile_hash]")) return;
    form.addEventListener("input", (event) => { if (event.isTrusted) unsaved = true; });
    form.addEventListener("submit", () => { unsaved = false; });
  });
  window.addEventListener("beforeunload", (event) => {
    if (!unsaved) return;
    event.preventDefault();
    event.returnValue = "";
  });

  // Dropping files: how much has gone over, then that they are being looked at; the answer takes the page's place.
  const send = (form) => {
    const busy = form.querySelector(".busy");
    const bar = busy.querySelector("progress");
    const words = busy.firstChild;
    const request = new XMLHttpRequest();
    busy.hidden = false;
    request.upload.addEventListener("progress", (event) => {
      if (!event.lengthComputable) return;
      bar.max = event.total;
      bar.value = event.loaded;
      if (event.loaded < event.total) return;
      words.textContent = "正在看文件里有什么，大的要等一会儿……";
      bar.removeAttribute("value");
    });
    request.addEventListener("load", () => {
      if (request.responseURL && request.responseURL !== form.action) { location.assign(request.responseURL); return; }
      document.open();
      document.write(request.responseText);
      document.close();
    });
    request.addEventListener("error", () => { words.textContent = "没有送到：工作台已经结束，或文件太大。"; });
    request.open("POST", form.action);
    request.send(new FormData(form));
  };
  all("[data-drop]").forEach((box) => {
    const input = box.querySelector("input[type=file]");
    const form = box.closest("form");
    const sent = () => {
      if (!input.files.length) return;
      if (!form.hasAttribute("data-auto")) {
        box.querySelector(".drop-words").textContent = Array.from(input.files, (file) => file.name).join("、");
        return;
      }
      send(form);
    };
    ["dragenter", "dragover"].forEach((name) => box.addEventListener(name, (event) => {
      event.preventDefault();
      box.classList.add("over");
    }));
    ["dragleave", "drop"].forEach((name) => box.addEventListener(name, () => box.classList.remove("over")));
    box.addEventListener("drop", (event) => {
      event.preventDefault();
      input.files = event.dataTransfer.files;
      sent();
    });
    input.addEventListener("change", sent);
  });
  ["dragover", "drop"].forEach((name) => window.addEventListener(name, (event) => event.preventDefault()));

  // Work under way.
  all("[data-job]").forEach((box) => {
    const step = document.getElementById("step");
    const look = () => fetch(box.dataset.job).then((answer) => answer.json()).then((job) => {
      if (job.done) { location.reload(); return; }
      step.textContent = job.step + "……";
      setTimeout(look, 300);
    }).catch(() => setTimeout(look, 1500));
    look();
  });

  // A part of a page; of what was refused only the reason, not the page around it.
  const part = (address) => fetch(address).then((answer) => answer.text().then((html) => {
    if (answer.ok) return html;
    const reason = new DOMParser().parseFromString(html, "text/html").querySelector(".bad-card");
    return reason ? reason.outerHTML : "<p class=\"bad\">没有做成，请刷新页面再试。</p>";
  }));

  // A number that is clicked: in the sheets, in a list, found by a word.
  const panel = document.querySelector("#figure .panel-body");
  const paper = document.querySelector("iframe[data-figures]");
  const show = (address) => part(address).then((html) => {
    panel.innerHTML = html;
    panel.parentElement.scrollTop = 0;
    if (window.innerWidth < 821) panel.scrollIntoView();
  });
  const showFigure = (id) => show(paper.dataset.figures + "?id=" + encodeURIComponent(id));
  if (paper && panel) {
    const ready = () => {
      const sheets = paper.contentDocument;
      if (!sheets || !sheets.body) return;
      all("[data-figure]", sheets).forEach((run) => {
        run.style.cursor = "pointer";
        run.tabIndex = 0;
        run.setAttribute("role", "button");
      });
      const chosen = (event) => {
        const run = event.target.closest("[data-figure]");
        if (!run || (event.type === "keydown" && event.key !== "Enter" && event.key !== " ")) return;
        event.preventDefault();
        all("[data-chosen]", sheets).forEach((old) => { old.style.background = ""; old.removeAttribute("data-chosen"); });
        run.setAttribute("data-chosen", "");
        run.style.background = "#ffe08a";
        showFigure(run.dataset.figure);
      };
      sheets.addEventListener("click", chosen);
      sheets.addEventListener("keydown", chosen);
    };
    paper.addEventListener("load", ready);
    if (paper.contentDocument && paper.contentDocument.readyState === "complete") ready();
    panel.addEventListener("click", (event) => {
      const button = event.target.closest("[data-figure-id]");
      if (button) showFigure(button.dataset.figureId);
    });
    const search = document.querySelector("[data-search]");
    search.addEventListener("submit", (event) => {
      event.preventDefault();
      show(search.dataset.search + "?q=" + encodeURIComponent(search.elements.q.value));
    });
  }

  // Parts that are asked for when they are opened.
  all("details").forEach((details) => details.addEventListener("toggle", () => {
    const place = details.querySelector("[data-part]");
    if (!place || !details.open) return;
    const address = place.dataset.part;
    place.removeAttribute("data-part");
    part(address).then((html) => { place.innerHTML = html; });
  }));

  // The row around a cell.
  all("[data-row]").forEach((button) => button.addEventListener("click", () => {
    const place = button.parentElement.querySelector(".row-here");
    part(button.dataset.row).then((html) => { place.innerHTML = html; });
  }));

  // What a form would change, shown beside it while it is filled in.
  all("form[data-try]").forEach((form) => {
    const around = form.closest("main");
    const frame = around.querySelector("iframe[data-paper]");
    const refused = around.querySelector(".refused");
    const table = document.getElementById("scores");
    let waiting = 0;
    let asked = 0;
    const tried = () => {
      const mine = ++asked;
      fetch(form.dataset.try, { method: "POST", body: new URLSearchParams(new FormData(form)) }).then((answer) => {
        if (mine !== asked) return null;
        const isPage = (answer.headers.get("content-type") || "").startsWith("text/html");
        return isPage ? answer.text().then(draw) : answer.json().then((said) => told(said));
      }).catch(() => {});
    };
    const draw = (html) => {
      const inside = frame && frame.contentDocument;
      refused.hidden = true;
      const sheets = inside && inside.querySelector("main");
      if (!sheets || !inside.querySelector("style")) { drawWhole(); return; }
      // Only the sheets, within the frame: its own policy lets them have their styles, and what is scrolled to stays.
      sheets.innerHTML = html.slice(html.indexOf("<main>") + 6, html.lastIndexOf("</main>"));
    };
    // Where the frame holds no sheets yet: they are sent into it whole.
    const drawWhole = () => {
      if (!frame) return;
      const whole = document.createElement("form");
      whole.method = "post";
      whole.action = form.dataset.try;
      whole.target = frame.name;
      whole.hidden = true;
      new FormData(form).forEach((value, name) => {
        const field = document.createElement("input");
        field.type = "hidden";
        field.name = name;
        field.value = value;
        whole.appendChild(field);
      });
      document.body.appendChild(whole);
      whole.submit();
      whole.remove();
    };
    const told = (said) => {
      refused.hidden = !said.html;
      if (said.html) refused.innerHTML = said.html;
      if (!said.scores || !table) return;
      const after = {};
      said.scores.forEach((each) => { after[each[1]] = each; });
      all("tr[data-unit]", table).forEach((row) => {
        const now = after[row.dataset.unit];
        const cell = row.querySelector(".after");
        cell.textContent = now ? now[2] : "";
        row.querySelector(".grade").textContent = now ? now[3] : "";
        cell.classList.toggle("changed-score", Boolean(now) && now[2] !== row.children[1].textContent);
      });
    };
    form.addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(tried, 150); });
    if (form.hasAttribute("data-try-now")) tried();
    // A slip that is clicked is shown in the text.
    refused.addEventListener("click", (event) => {
      const slip = event.target.closest(".issue");
      const text = form.querySelector("textarea[data-insert]");
      const line = slip && /第(\d+)行/.exec(slip.textContent);
      if (!line || !text) return;
      const lines = text.value.split("\n");
      const start = lines.slice(0, line[1] - 1).join("\n").length + (line[1] > 1 ? 1 : 0);
      text.focus();
      text.setSelectionRange(start, start + (lines[line[1] - 1] || "").length);
      text.scrollTop = text.scrollHeight * (line[1] - 1) / lines.length - text.clientHeight / 3;
    });
  });

  // Names put into the office's sentences.
  all("[data-filter]").forEach((field) => field.addEventListener("input", () => {
    const word = field.value.trim();
    all("li", document.getElementById(field.dataset.filter)).forEach((item) => {
      item.hidden = word ? item.dataset.words.indexOf(word) < 0 : item.hasAttribute("data-like");
    });
  }));
  const editor = document.querySelector("[data-insert]");
  // The first place from ``at`` on that is not within braces: a name put into another would break both.
  const free = (text, at) => {
    let depth = 0;
    for (let i = text.lastIndexOf("\n", at - 1) + 1; i < at; i += 1) {
      if ("{｛".indexOf(text[i]) >= 0) depth += 1;
      else if ("}｝".indexOf(text[i]) >= 0 && depth) depth -= 1;
    }
    let end = at;
    while (depth && end < text.length && text[end] !== "\n") {
      if ("{｛".indexOf(text[end]) >= 0) depth += 1;
      else if ("}｝".indexOf(text[end]) >= 0) depth -= 1;
      end += 1;
    }
    return depth ? at : end;
  };
  // A table or a chart is a paragraph of its own: it goes behind the one with the caret.
  const putAlone = (text, at) => {
    const found = editor.value.indexOf("\n", at);
    const end = found < 0 ? editor.value.length : found;
    const start = editor.value.lastIndexOf("\n", end - 1) + 1;
    const before = editor.value.slice(start, end).trim() ? "\n" : "";
    editor.setRangeText(before + text, end, end, "end");
  };
  all("[data-put]").forEach((button) => button.addEventListener("click", () => {
    const text = button.dataset.put;
    const alone = /^\{[表图]：/.test(text);
    const at = free(editor.value, editor.selectionEnd);
    // Whole braces that are chosen give way; of a part of them nothing does.
    const whole = !alone && at === editor.selectionEnd && free(editor.value, editor.selectionStart) === editor.selectionStart;
    if (whole) editor.setRangeText(text, editor.selectionStart, at, "end");
    else if (alone) putAlone(text, at);
    else editor.setRangeText(text, at, at, "end");
    editor.focus();
    editor.dispatchEvent(new Event("input", { bubbles: true }));
  }));

  // What scrolls by itself can be reached by the keyboard.
  all(".scroll, .beside, .panel, .palette, .figures, .shown").forEach((box) => {
    if (box.scrollWidth > box.clientWidth || box.scrollHeight > box.clientHeight) box.tabIndex = 0;
  });

  // Sentences to be copied, also in parts that came later.
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-copy]");
    if (!button) return;
    navigator.clipboard.writeText(button.dataset.copy).then(() => { button.textContent = "已复制"; }).catch(() => {});
  });

  // What stands out in a period, put into a field of this page, or into the office's sentences.
  document.addEventListener("click", (event) => {
    const into = event.target.closest("[data-into]");
    if (into) {
      const name = into.parentElement.querySelector("select").value;
      const field = document.getElementsByName("slot/" + name)[0];
      field.value = (field.value.trim() ? field.value.replace(/\s+$/, "") + "\n" : "") + into.dataset.into;
      field.focus();
      into.textContent = "已放进“" + name + "”，记得保存";
      return;
    }
    const take = event.target.closest("[data-take]");
    if (!take) return;
    const place = take.parentElement;
    const sent = new URLSearchParams({ sentence: take.dataset.sentence, after: place.querySelector("select").value });
    take.disabled = true;
    fetch(take.dataset.take, { method: "POST", body: sent }).then((answer) => answer.json()).then((told) => {
      const said = place.querySelector("[role=status]");
      if (told.said) { said.textContent = told.said; take.hidden = true; return; }
      said.innerHTML = told.html;
      take.disabled = false;
    }).catch(() => { take.disabled = false; });
  });

  // A guess that is struck out.
  all("[data-strike]").forEach((box) => box.addEventListener("change", () => {
    const row = box.closest("tr");
    row.classList.toggle("struck", box.checked);
    all("select", row).forEach((field) => { field.disabled = box.checked; });
    all("[name^='ok/']", row).forEach((field) => { field.checked = false; field.disabled = box.checked; });
  }));

  // Small helps.
  all("[data-fill]").forEach((button) => button.addEventListener("click", () => {
    document.getElementById(button.dataset.fill).value = button.dataset.text;
    button.hidden = true;
  }));
  all("[data-add-order]").forEach((button) => button.addEventListener("click", () => {
    const field = document.getElementById("orders");
    field.value = (field.value.trim() ? field.value.trim() + "\n" : "") + button.dataset.addOrder;
    field.focus();
  }));
  all("[data-choose-rest]").forEach((button) => button.addEventListener("click", () => {
    all("select", button.closest("form")).forEach((field) => { if (!field.value) field.value = button.dataset.chooseRest; });
    button.hidden = true;
  }));
  all("[data-tick-all]").forEach((button) => button.addEventListener("click", () => {
    const boxes = all("input[type=checkbox]:not([data-strike])", button.closest("form"));
    const every = boxes.every((box) => box.checked);
    boxes.forEach((box) => { box.checked = !every; });
  }));
})();
