// Tables over 30 rows: click a head to sort, type to filter. The page reads well without it.
for (const box of document.querySelectorAll(".kam-long")) {
  const body = box.querySelector("tbody"), heads = [...box.querySelectorAll("th")];
  const key = (row, i) => {
    const cell = row.cells[i];
    return cell.classList.contains("num") ? (cell.dataset.v === undefined ? null : +cell.dataset.v)
      : cell.textContent || null;
  };
  heads.forEach((head, i) => {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => {
      const down = head.getAttribute("aria-sort") !== "descending", sign = down ? -1 : 1;
      const rows = [...body.rows].sort((a, b) => {
        const x = key(a, i), y = key(b, i);
        if (x === null || y === null) return (x === null) - (y === null);
        return sign * (typeof x === "number" ? x - y : x.localeCompare(y));
      });
      heads.forEach((h) => h.removeAttribute("aria-sort"));
      head.setAttribute("aria-sort", down ? "descending" : "ascending");
      body.append(...rows);
    });
  });
  const filter = document.createElement("input");
  filter.type = "search";
  filter.className = "kam-filter";
  filter.placeholder = document.body.dataset.filter;
  filter.setAttribute("aria-label", filter.placeholder);
  filter.addEventListener("input", () => {
    const wanted = filter.value.toLowerCase();
    for (const row of body.rows) row.hidden = !row.textContent.toLowerCase().includes(wanted);
  });
  box.before(filter);
}
