// A receiver behind a form parser that nests wait_dtmf[digits], with the misspellings that are in circulation.
import { createServer } from 'node:http';

function nested(body) {
  const fields = {};
  for (const [name, value] of new URLSearchParams(body)) {
    const [, outer, inner] = /^([^[]*)(?:\[([^\]]*)\])?$/.exec(name);
    if (inner === undefined) fields[outer] = value;
    else (fields[outer] ??= {})[inner] = value;
  }
  return fields;
}

createServer(async (request, response) => {
  let text = '';
  for await (const chunk of request) text += chunk;
  const body = nested(text);
  response.setHeader('Content-Type', 'application/json; charset=utf-8');
  if (body.event === 'NOTIFY_START') {
    response.end('{"ivr_saytext": "Your code?", "lang": "en", "wait_dtmf": {"timeout": 400, "attempts": 1, "maxsymbols": 4, "name": "code", "default_behaviour": "hangup"}}');
  } else if (body.event === 'NOTIFY_IVR' && body.wait_dtmf && !body.wait_dtmf.default_behaviour) {
    response.end(JSON.stringify({ ivr_saydigits: body.wait_dtmf.digits, language: 'en', hangup: true }));
  } else {
    response.end('[]');
  }
}).listen(Number(process.env.PORT), '127.0.0.1', function () {
  console.log(`listening on http://127.0.0.1:${this.address().port}/`);
});
