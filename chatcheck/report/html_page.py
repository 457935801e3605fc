"""The frame of the HTML report: its style and its filter, both inline, for one offline file."""

from __future__ import annotations

from string import Template

POLICY = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'"
"""The page loads nothing, whatever a chat said."""

STYLE = """
:root { color-scheme: light dark; --paper: #fff; --ink: #1b1f24; --faint: #5c6570; --line: #d8dde3;
  --panel: #f5f7f9; --own: #dbe9ff; --good: #146c2e; --bad: #b3261e; --broken: #7b2d9e; --mark: #ffd9d6; }
@media (prefers-color-scheme: dark) { :root { --paper: #14171a; --ink: #e4e7ea; --faint: #9aa4ae;
  --line: #343b42; --panel: #1d2226; --own: #1f3a5f; --good: #6fd08c; --bad: #ff8a80; --broken: #d6a2f0;
  --mark: #6b1f1b; } }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 76rem; padding: 1rem; background: var(--paper); color: var(--ink);
  font: 16px/1.45 system-ui, sans-serif; overflow-wrap: anywhere; }
h1 { font-size: 1.4rem; margin: 0 0 .5rem; }
h2, h3 { font-size: .8rem; color: var(--faint); margin: .75rem 0 .25rem; text-transform: uppercase; }
form { display: flex; flex-wrap: wrap; gap: .5rem 1rem; align-items: center; padding: .5rem 0 1rem; }
input[type=search] { flex: 1 1 14rem; font: inherit; padding: .35rem .6rem; border: 1px solid var(--line);
  border-radius: .4rem; background: var(--panel); color: inherit; }
details { border: 1px solid var(--line); border-radius: .5rem; margin-bottom: .5rem; }
summary { cursor: pointer; padding: .5rem .75rem; }
.body { padding: 0 .75rem .75rem; }
.word { font-weight: 700; margin-right: .5rem; }
.passed, .held { color: var(--good); } .failed { color: var(--bad); }
.broken { color: var(--broken); } .skipped, .unreached, .faint { color: var(--faint); }
.sides { display: grid; grid-template-columns: 1fr; gap: 0 1.5rem; }
@media (min-width: 52rem) { .sides { grid-template-columns: 3fr 2fr; } }
ol { list-style: none; margin: 0; padding: 0; }
.talk li { display: flex; flex-direction: column; align-items: flex-start; margin: .3rem 0; }
.talk li.own { align-items: flex-end; }
.bubble { max-width: 88%; padding: .4rem .7rem; border-radius: .9rem; background: var(--panel);
  border: 1px solid var(--line); white-space: pre-wrap; }
.own .bubble { background: var(--own); }
.decides .bubble, .decides .happened { outline: 2px solid var(--bad); outline-offset: 2px; }
.who, .happened, .took { font-size: .8rem; color: var(--faint); }
.steps li { display: flex; gap: .5rem; padding: .15rem 0; } .steps .label { flex: 1; }
.finding { border-left: 4px solid var(--bad); padding: .25rem .75rem; margin: .75rem 0;
  background: var(--panel); }
.finding p { margin: .25rem 0; }
pre { margin: .25rem 0; white-space: pre-wrap; font: .85rem/1.4 ui-monospace, monospace; }
.compare { display: grid; grid-template-columns: 1fr; gap: .25rem 1rem; }
@media (min-width: 40rem) { .compare { grid-template-columns: 1fr 1fr; } }
mark { background: var(--mark); color: inherit; border-radius: .2rem; }
"""

SCRIPT = """
const form = document.querySelector("form");
const chats = [...document.querySelectorAll("details")];
function filter() {
  const words = form.words.value.toLowerCase();
  const states = new Set([...form.querySelectorAll("[name=state]:checked")].map((box) => box.value));
  let shown = 0;
  for (const chat of chats) {
    const fits = states.has(chat.dataset.state) && chat.textContent.toLowerCase().includes(words);
    chat.hidden = !fits;
    shown += fits ? 1 : 0;
  }
  document.querySelector("output").textContent = shown + " of " + chats.length + " shown";
}
form.hidden = false;
form.addEventListener("input", filter);
form.addEventListener("submit", (event) => event.preventDefault());
filter();
"""

PAGE = Template(
    """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta http-equiv="Content-Security-Policy" content="$policy">
<title>$title</title>
<style>$style</style>
</head>
<body>
<h1>$title</h1>
<form hidden>
<input type="search" name="words" placeholder="Filter chats" aria-label="Filter chats">
$boxes
<output class="faint"></output>
</form>
<main>
$chats
</main>
<script>$script</script>
</body>
</html>
"""
)
