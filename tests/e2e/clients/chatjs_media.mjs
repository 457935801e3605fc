// The genuine browser client: is asked by an interactive message, reads it, picks the first choice, sends a file and
// fetches it again, and prints what it saw.
// usage: node chatjs_media.mjs ENDPOINT REGION '{"ContactId": ..., "ParticipantId": ..., "ParticipantToken": ...}'
import { openSession } from "./session.mjs";

const [endpoint, region, details] = process.argv.slice(2);
const { session, seen, waitFor } = openSession(endpoint, region, details);
const event = "application/vnd.amazonaws.connect.event.";

const asked = waitFor((item) => item.ContentType?.endsWith("message.interactive"));
const filed = waitFor((item) => item.Type === "ATTACHMENT");
const ended = waitFor((item) => item.ContentType?.endsWith("chat.ended"));

await session.connect();
const question = await asked;
await session.sendEvent({ contentType: `${event}typing` });
await session.sendEvent({ contentType: `${event}message.read`, content: JSON.stringify({ messageId: question.Id }) });

const [choice] = JSON.parse(question.Content).data.content.elements;
const picked = await session.sendMessage({ message: choice.title, contentType: "text/plain" });
await waitFor((item) => item.Id === picked.data.Id);

const file = new File(["%PDF-1.7 a receipt"], "receipt.pdf", { type: "application/pdf" });
await session.sendAttachment({ attachment: file });
const { Attachments } = await filed;
const fetched = await session.downloadAttachment({ attachmentId: Attachments[0].AttachmentId });

const transcript = await waitForReceipt(question.Id);
await session.disconnectParticipant();
await ended;
console.log(JSON.stringify({ question, seen, transcript, content: await fetched.text() }));
process.exit(0);

// The client sends a read receipt some seconds after it was asked to.
async function waitForReceipt(messageId) {
  for (;;) {
    const { data } = await session.getTranscript({ maxResults: 100, sortOrder: "ASCENDING" });
    const message = data.Transcript.find((item) => item.Id === messageId);
    if (message.MessageMetadata?.Receipts?.length) return data.Transcript;
    await new Promise((resolve) => setTimeout(resolve, 300));
  }
}
