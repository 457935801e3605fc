// The genuine browser client: joins a chat that was started, says something, leaves, and prints what it saw.
// usage: node chatjs.mjs ENDPOINT REGION '{"ContactId": ..., "ParticipantId": ..., "ParticipantToken": ...}' TEXT
import { openSession } from "./session.mjs";

const [endpoint, region, details, text] = process.argv.slice(2);
const { session, seen, waitFor } = openSession(endpoint, region, details);

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
