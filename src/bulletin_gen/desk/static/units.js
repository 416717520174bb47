/* Units put into groups by dragging them or by keys; everything here can be done with ticks and buttons too. */
"use strict";
(function () {
  const all = (selector, root) => Array.from((root || document).querySelectorAll(selector));
  const form = document.getElementById("sort");
  const move = document.getElementById("move");
  const boxes = form ? all("[data-spellings] input[type=checkbox]", form) : [];
  let dragged = null;

  const begins = (element, what) => element.addEventListener("dragstart", (event) => {
    dragged = what;
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", element.dataset.unit || element.textContent.trim());
  });
  // What is dragged takes all ticked ones along.
  boxes.forEach((box) => {
    const item = box.closest("li");
    begins(item, "spellings");
    item.addEventListener("dragstart", () => { box.checked = true; });
  });
  const rows = all("tr[data-unit]");
  rows.forEach((row) => begins(row, "unit"));
  let unit = "";
  rows.forEach((row) => row.addEventListener("dragstart", () => { unit = row.dataset.unit; }));

  const takes = (element, kinds, dropped) => {
    element.addEventListener("dragover", (event) => {
      if (kinds.indexOf(dragged) < 0) return;
      event.preventDefault();
      element.classList.add("over");
    });
    element.addEventListener("dragleave", () => element.classList.remove("over"));
    element.addEventListener("drop", (event) => {
      element.classList.remove("over");
      if (kinds.indexOf(dragged) < 0) return;
      event.preventDefault();
      event.stopPropagation();
      dropped();
    });
  };
  const moved = (group) => {
    move.elements.unit.value = unit;
    move.elements.group.value = group;
    move.submit();
  };
  all("button.bin").forEach((bin) => {
    const isGroup = bin.value.indexOf("group:") === 0;
    takes(bin, isGroup && move ? ["spellings", "unit"] : ["spellings"], () => {
      if (dragged === "unit") moved(bin.value.slice(6)); else form.requestSubmit(bin);
    });
  });
  all("[data-group]").forEach((group) => {
    takes(group.querySelector("summary") || group, ["unit"], () => moved(group.dataset.group));
  });

  // Keys: up and down move, a figure puts what is ticked (or what has the focus) into the group of that number.
  if (form) form.addEventListener("keydown", (event) => {
    const place = boxes.indexOf(document.activeElement);
    if (place < 0 || event.ctrlKey || event.altKey || event.metaKey) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      event.preventDefault();
      (boxes[place + step] || boxes[place]).focus();
    }
    const bin = /^[0-9]$/.test(event.key) && form.querySelector('[data-bin="' + event.key + '"]');
    if (!bin) return;
    event.preventDefault();
    if (!boxes.some((box) => box.checked)) boxes[place].checked = true;
    form.requestSubmit(bin);
  });
})();
