
"use strict";
const PAGE = 100, OPENED = 3, SCALE_S = 0.25;
const STANDINGS = ["failed", "broken", "flaky", "passed", "skipped"];
const STATES = {"held": ["✓", "held"], "failed": ["✗", "failed"], "not reached": ["·", "unreached"]};
const read = (id) => JSON.parse(document.getElementById(id).textContent);
const form = document.querySelector("form"), main = document.querySelector("main");
const more = document.querySelector(".more button"), output = document.querySelector("output");
const heads = read("heads"), counts = read("counts");
const texts = new Map(), opened = new Map();
let fitting = [], shown = 0;

function make(name, classes, ...children) {
  const element = document.createElement(name);
  if (classes) element.className = classes;
  element.append(...children.filter((each) => each !== null && each !== ""));
  return element;
}
const seconds = (time) => time.toFixed(time < 10 ? 2 : 1) + " s";
const duration = (time) => time < 1 ? Math.round(1000 * time) + " ms" : seconds(time);

function* listTexts(value) {
  if (typeof value === "string") yield value;
  else if (value && typeof value === "object") for (const each of Object.values(value)) yield* listTexts(each);
}
function textOf(number) {
  if (!texts.has(number)) {
    const all = [...listTexts(heads[number]), ...listTexts(read("chat-" + number))];
    texts.set(number, all.join("\n").toLowerCase());
  }
  return texts.get(number);
}
function filter() {
  const words = form.words.value.trim().toLowerCase(), tag = form.tag.value;
  const standings = new Set([...form.querySelectorAll("[name=standing]:checked")].map((box) => box.value));
  fitting = heads.map((_, number) => number).filter((number) => standings.has(heads[number].standing)
    && (!tag || heads[number].tags.includes(tag)) && (!words || textOf(number).includes(words)));
  if (form.order.value) fitting.sort((one, other) => heads[other].took_s - heads[one].took_s);
  main.replaceChildren();
  shown = 0;
  showMore(PAGE);
}
function showMore(count) {
  const added = fitting.slice(shown, shown + count);
  main.append(...added.map((number, place) => drawChat(number, shown + place)));
  shown += added.length;
  const left = fitting.length - shown;
  more.hidden = left === 0;
  more.textContent = "Show " + Math.min(PAGE, left) + " more of " + left;
  output.textContent = fitting.length + " of " + heads.length + (heads.length === 1 ? " chat" : " chats");
}
function drawChat(number, place) {
  const head = heads[number];
  const notes = [seconds(head.took_s), head.spec, head.flow];
  if (head.attempts > 1) notes.splice(1, 0, head.attempts + " attempts");
  if (head.retries) notes.splice(1, 0, head.retries + (head.retries === 1 ? " call retried" : " calls retried"));
  const name = make("h2", "name", head.chat);
  name.dir = "auto";
  const summary = make("summary", "", make("span", "word " + head.standing, head.standing), name,
    ...head.tags.map((tag) => make("span", "tag", tag)),
    make("span", "faint", notes.filter(Boolean).join(" · ")));
  const chat = make("details", "chat " + head.standing, summary);
  chat.dataset.chat = number;
  const fill = () => {
    if (chat.open && chat.childElementCount === 1) chat.append(drawBody(head, read("chat-" + number)));
  };
  chat.addEventListener("toggle", fill);
  summary.addEventListener("click", () => opened.set(number, !chat.open));
  const isBad = head.standing === "failed" || head.standing === "broken";
  chat.open = opened.get(number) ?? (place < OPENED && isBad);
  fill();
  return chat;
}
const addressOf = (head) => "#" + encodeURIComponent(head.spec + "::" + head.chat);
function goToAddress() {
  const number = heads.findIndex((head) => addressOf(head) === location.hash);
  if (number < 0) return;
  opened.set(number, true);
  if (!fitting.includes(number)) form.reset();
  filter();
  showMore(Math.max(0, fitting.indexOf(number) + 1 - shown));
  const chat = main.querySelector("[data-chat='" + number + "']");
  chat.scrollIntoView();
  chat.querySelector("summary").focus({preventScroll: true});
}
function drawFacts(facts, ...more) {
  return make("div", "facts faint", ...facts.filter(([, value]) => value)
    .map(([key, value]) => make("span", "", key + " " + value)), ...more);
}
function drawBody(head, data) {
  const link = make("a", "", "link to this chat");
  link.href = addressOf(head);
  const body = make("div", "body", drawFacts([["contact", data.contact], ["started", data.started],
    ["at", data.line ? head.spec + ":" + data.line : ""]], link));
  if (data.reason) body.append(make("p", head.standing, data.reason));
  body.append(...data.findings.map(drawFinding));
  if (data.earlier.length) body.append(drawAttempts(data.earlier));
  if (data.rows.length) body.append(make("h3", "", "Conversation, and the steps it decided"), drawTalk(data));
  if (data.path.length) body.append(drawPath(data.path));
  if (data.wire.length) body.append(drawWire(data.wire));
  if (data.again) body.append(make("h3", "", "Again"), make("pre", "again", data.again));
  return body;
}
function drawFinding(finding) {
  const box = make("section", "finding", make("p", "what", finding.what), make("p", "faint", finding.place),
    finding.snippet ? make("pre", "snippet", finding.snippet) : null);
  const sides = [];
  if (finding.expected[0]) {
    sides.push(drawSide("expected" + (finding.test ? " (" + finding.test + ")" : ""), "expected", finding.expected));
  }
  if (finding.actual[0]) sides.push(drawSide("actual", "actual", finding.actual));
  box.append(make("div", "compare", ...sides));
  return box;
}
function drawSide(title, classes, [text, spans]) {
  // The spans count characters, and a character may be two units of a script's text.
  const characters = [...text], pre = make("pre", "");
  pre.dir = "auto";
  let at = 0;
  for (const [start, end] of spans) {
    pre.append(characters.slice(at, start).join(""), make("mark", "", characters.slice(start, end).join("")));
    at = end;
  }
  pre.append(characters.slice(at).join(""));
  return make("div", classes, make("h4", "", title), pre);
}
function drawAttempts(earlier) {
  const list = make("details", "attempts", make("summary", "", earlier.length === 1
    ? "1 attempt before this one" : earlier.length + " attempts before this one"));
  list.append(...earlier.map((attempt, number) => make("div", "attempt",
    make("p", attempt.status, "attempt " + (number + 1) + " " + attempt.status + (attempt.reason ? ": " + attempt.reason : "")),
    drawFacts([["contact", attempt.contact], ["started", attempt.started]]), ...attempt.findings.map(drawFinding),
    attempt.rows.length ? fold("said", "Conversation of attempt " + (number + 1), () => drawTalk(attempt)) : null,
    attempt.wire.length ? drawWire(attempt.wire) : null)));
  list.open = true;
  return list;
}
function fold(classes, title, draw) {
  const folded = make("details", classes, make("summary", "", title));
  folded.addEventListener("toggle", () => {
    if (folded.open && folded.childElementCount === 1) folded.append(draw());
  });
  return folded;
}
function drawTalk(data) {
  const longest = Math.max(SCALE_S, ...data.steps.map((step) => step.took_s || 0));
  return make("ol", "talk", ...data.rows.map((row) => make("li",
    (row.own ? "own " : "") + (row.decides ? "decides" : ""), drawLine(row),
    make("ol", "steps", ...row.steps.map((index) => drawStep(index, data.steps[index], longest))))));
}
function drawLine(row) {
  if (row.at_s === null) return make("div", "side");
  const text = make("span", row.said ? "bubble" : "happened", row.said ? row.text : seconds(row.at_s) + " · " + row.text);
  text.dir = "auto";
  return make("div", "side", row.said ? make("span", "who", row.who + " · " + seconds(row.at_s)) : null, text);
}
function drawStep(index, step, longest) {
  const [sign, state] = STATES[step.state];
  const mark = make("span", state, sign);
  mark.role = "img";
  mark.ariaLabel = step.state;
  const label = make("span", "label", (index + 1) + ". " + step.label);
  label.title = "line " + step.line;
  const took = make("span", "took", step.took_s === null ? "" : duration(step.took_s));
  if (step.took_s !== null) {
    const bar = make("i", "");
    bar.style.width = (100 * step.took_s / longest) + "%";
    took.append(bar);
  }
  return make("li", "", mark, label, took);
}
function drawPath(path) {
  const count = path.reduce((sum, [, blocks]) => sum + blocks.length, 0);
  return make("details", "path", make("summary", "", "Path through the flows, " + count + (count === 1 ? " block" : " blocks")),
    make("ol", "", ...path.map(([flow, blocks]) => make("li", "", make("span", "flow", flow),
      make("ol", "", ...blocks.map((block) => make("li", "", block)))))));
}
function drawWire(events) {
  const count = events.length === 1 ? "1 event" : events.length + " events";
  return fold("wire", "Wire log, " + count, () => {
    const titles = ["seconds", "kind", "who", "what", "content", "id"];
    const head = make("thead", "", make("tr", "", ...titles.map((title) => make("th", "", title))));
    for (const cell of head.querySelectorAll("th")) cell.scope = "col";
    const rows = events.map(([at, ...rest]) => make("tr", "", make("td", "number", at.toFixed(3)),
      ...rest.map((text, column) => make("td", column === 3 ? "content" : "", text))));
    const scroll = make("div", "scroll", make("table", "", head, make("tbody", "", ...rows)));
    scroll.tabIndex = 0;
    scroll.role = "region";
    scroll.ariaLabel = "Wire log";
    return scroll;
  });
}
function prepareForm() {
  const there = STANDINGS.filter((standing) => counts[standing]);
  document.querySelector(".shares").append(...there.map((standing) => {
    const share = make("span", standing);
    share.style.flexGrow = counts[standing];
    return share;
  }));
  form.querySelector("fieldset").append(...there.map((standing) => {
    const box = make("input", "");
    Object.assign(box, {type: "checkbox", name: "standing", value: standing, defaultChecked: true});
    return make("label", standing, box, counts[standing] + " " + standing);
  }));
  const tags = [...new Set(heads.flatMap((head) => head.tags))].sort();
  form.tag.append(new Option("all tags", ""), ...tags.map((tag) => new Option(tag, tag)));
  form.tag.hidden = tags.length === 0;
  form.addEventListener("input", filter);
  form.addEventListener("submit", (event) => event.preventDefault());
  more.addEventListener("click", () => showMore(PAGE));
  addEventListener("beforeprint", () => showMore(fitting.length));
  form.hidden = false;
}
prepareForm();
filter();
addEventListener("hashchange", goToAddress);
goToAddress();
