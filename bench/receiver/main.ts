import { serveParent } from "../../dev/child/serveParent";
import { startReceiver } from "./receiver";

void serveParent(async () => {
  const receiver = await startReceiver();
  return { ready: { port: receiver.port, url: `http://127.0.0.1:${receiver.port}` }, stop: () => receiver.stop() };
});
