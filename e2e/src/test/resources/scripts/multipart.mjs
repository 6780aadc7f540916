// A receiver that understands multipart/form-data only, verifies base64 of the raw HMAC, and answers {"status":"ok"} to
// whatever it is not interested in.
import { createHmac } from 'node:crypto';
import { createServer } from 'node:http';

function fieldsOf(contentType, body) {
  const boundary = /^multipart\/form-data; ?boundary="?([^";]+)"?$/.exec(contentType)[1];
  const fields = {};
  for (const part of body.split(`--${boundary}`).slice(1, -1)) {
    const [, head, value] = /^\r\n([^]*?)\r\n\r\n([^]*)\r\n$/.exec(part);
    fields[/name="([^"]*)"/.exec(head)[1]] = value;
  }
  return fields;
}

createServer(async (request, response) => {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  const event = fieldsOf(request.headers['content-type'], Buffer.concat(chunks).toString('utf8'));
  const signed = event.caller_id + event.called_did + event.call_start;
  const expected = createHmac('sha1', process.env.VOICE_SECRETARY_SECRET).update(signed).digest('base64');
  if (request.headers.signature !== expected) {
    response.statusCode = 401;
    return response.end();
  }
  let answer = { status: 'ok' };
  if (event.event === 'NOTIFY_START') {
    answer = { ivr_saypopular: 1, language: 'de', wait_dtmf: { timeout: 8, attempts: 1, maxdigits: 3, name: 'größe' } };
  } else if (event['wait_dtmf[digits]']) {
    answer = { ivr_saydigits: event['wait_dtmf[digits]'], language: 'de', hangup: true, note: event['wait_dtmf[name]'] };
  }
  response.end(JSON.stringify(answer));
}).listen(Number(process.env.PORT), '127.0.0.1', function () {
  console.log(`listening on http://127.0.0.1:${this.address().port}/`);
});
