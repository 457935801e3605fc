// A session of the genuine browser client in Node: what the bundle takes from a browser, and nothing else.
import { createRequire } from "node:module";

const require = createRequire(import.meta.url);

globalThis.window = globalThis;
globalThis.WebSocket = require("ws");
globalThis.self = globalThis;
window.addEventListener ??= () => {};
Object.defineProperty(navigator, "onLine", { value: true });
require("amazon-connect-chatjs");

// `details` is StartChatContact's answer as JSON. Returns the session, all it has seen, and a way to wait for more.
export function openSession(endpoint, region, details) {
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
  return { session, seen, waitFor: (holds) => waitFor(session, seen, holds) };
}

function rename({ ContactId, ParticipantId, ParticipantToken }) {
  return { contactId: ContactId, participantId: ParticipantId, participantToken: ParticipantToken };
}

function waitFor(session, seen, holds) {
  return new Promise((resolve) => {
    session.onMessage(({ data }) => holds(data) && resolve(data));
    seen.filter(holds).forEach(resolve);
  });
}
