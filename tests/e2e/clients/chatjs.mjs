// The genuine browser client in Node: joins a chat that was started, says something, leaves, and prints what it saw.
// usage: node chatjs.mjs ENDPOINT REGION '{"ContactId": ..., "ParticipantId": ..., "ParticipantToken": ...}' TEXT
import { createRequire } from "node:module";

const require = createRequire(import.meta.url);
const [endpoint, region, details, text] = process.argv.slice(2);

// What the bundle takes from a browser.
globalThis.window = globalThis;
globalThis.WebSocket = require("ws");
globalThis.self = globalThis;
window.addEventListener ??= () => {};
Object.defineProperty(navigator, "onLine", { value: true });
require("amazon-connect-chatjs");

const log = () => {};
connect.ChatSession.setGlobalConfig({
  endpoint,
  region,
  loggerConfig: { customizedLogger: { debug: log, info: log, warn: log, error: log, advancedLog: log } },
});
const session = connect.ChatSession.create({
  chatDetails: rename(JSON.parse(details)),
  type: "CUSTOMER",
  options: { region },
  disableCSM: true,
});

const seen = [];
session.onMessage(({ data }) => seen.push(data));
const said = waitFor((item) => item.Type === "MESSAGE" && item.ParticipantRole === "SYSTEM");
const ended = waitFor((item) => item.ContentType?.endsWith("chat.ended"));

const { connectSuccess } = await session.connect();
await said;
const sent = await session.sendMessage({ message: text, contentType: "text/plain" });
await waitFor((item) => item.Id === sent.data.Id);
const transcript = await session.getTranscript({ maxResults: 100, sortOrder: "ASCENDING" });
await session.disconnectParticipant();
await ended;
console.log(JSON.stringify({ connectSuccess, seen, transcript: transcript.data.Transcript }));

function rename({ ContactId, ParticipantId, ParticipantToken }) {
  return { contactId: ContactId, participantId: ParticipantId, participantToken: ParticipantToken };
}

function waitFor(holds) {
  return new Promise((resolve) => {
    session.onMessage(({ data }) => holds(data) && resolve(data));
    seen.filter(holds).forEach(resolve);
  });
}
