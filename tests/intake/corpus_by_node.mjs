// Files of the corpus by writers for JavaScript (npm install xlsx exceljs), of the kind that web platforms export with.
// Run as: node corpus_by_node.mjs orders.json folder; orders.json: rows of texts, numbers and {date: "2024-05-01T08:03"}.
import fs from "node:fs";
import path from "node:path";
import ExcelJS from "exceljs";
import * as XLSX from "xlsx";

const [, , source, folder] = process.argv;
const rows = JSON.parse(fs.readFileSync(source, "utf8"));
const dated = rows.map((row) => row.map((cell) => (cell && cell.date ? new Date(cell.date + "Z") : cell)));
const texts = rows.map((row) => row.map((cell) => (cell && cell.date ? cell.date.replace("T", " ") : cell)));

function sheetjs(name, data, type, options = {}) {
  const sheet = XLSX.utils.aoa_to_sheet(data, { cellDates: true, dateNF: "yyyy-mm-dd hh:mm", UTC: true, ...options });
  const book = XLSX.utils.book_new();
  XLSX.utils.book_append_sheet(book, sheet, "工单");
  fs.writeFileSync(path.join(folder, name), XLSX.write(book, { type: "buffer", bookType: type, compression: true }));
}

sheetjs("sheetjs-平常.xlsx", dated, "xlsx");
sheetjs("sheetjs-文本.xlsx", texts, "xlsx");
sheetjs("sheetjs-文本.xls", texts, "biff8");
sheetjs("sheetjs-文本2003.xls", texts, "xlml");
sheetjs("sheetjs-文本.ods", texts, "ods");
sheetjs("sheetjs-文本.fods.xls", texts, "fods");
sheetjs("sheetjs-网页.xls", texts, "html");
sheetjs("sheetjs-文本.csv", texts, "csv");
sheetjs("sheetjs-unicode.txt", texts, "txt");

async function exceljs(name, data, shared) {
  const stream = new ExcelJS.stream.xlsx.WorkbookWriter({
    filename: path.join(folder, name), useSharedStrings: shared, useStyles: true,
  });
  const sheet = stream.addWorksheet("工单", { views: [{ state: "frozen", ySplit: 1 }] });
  for (const row of data) sheet.addRow(row).commit();
  sheet.commit();
  await stream.commit();
}

await exceljs("exceljs-流式.xlsx", dated, true);
await exceljs("exceljs-内嵌文本.xlsx", texts, false);
const book = new ExcelJS.Workbook();
const sheet = book.addWorksheet("工单");
sheet.addTable({
  name: "orders", ref: "A1", headerRow: true,
  columns: dated[0].map((name) => ({ name, filterButton: true })), rows: dated.slice(1),
});
await book.xlsx.writeFile(path.join(folder, "exceljs-表格.xlsx"));
