// The health check of an image: no curl there, and none needed.
const { KOMPASS_PORT = '3000' } = process.env;
const { ok } = await fetch(`http://127.0.0.1:${KOMPASS_PORT}/healthz`, {
  signal: AbortSignal.timeout(3_000),
});
process.exit(ok ? 0 : 1);
