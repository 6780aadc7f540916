// Reads requests from standard input, a JSON object a line, signs and sends each with Node's own fetch, and prints what came back.
import { createHash, createHmac } from 'node:crypto';
import { createInterface } from 'node:readline';

const [base, key, secret] = process.argv.slice(2);
for await (const line of createInterface({ input: process.stdin })) {
  const request = JSON.parse(line);
  const path = `/v1/${request.method}/`;
  const sorted = Object.fromEntries(Object.entries(request.params).sort(([a], [b]) => (a < b ? -1 : 1)));
  const query = new URLSearchParams(sorted).toString();
  const md5 = createHash('md5').update(query).digest('hex');
  const mac = createHmac('sha1', secret).update(path + query + md5).digest('hex');
  const options = {
    method: request.verb,
    headers: { Authorization: `${key}: ${Buffer.from(mac).toString('base64')}` },
  };
  let url = base + path;
  if (request.file) {
    options.body = new FormData();
    for (const [name, value] of Object.entries(request.params)) options.body.set(name, value);
    options.body.set(request.file, new Blob([Buffer.from(request.content, 'base64')], { type: 'audio/wav' }), request.fileName);
  } else if (request.verb === 'GET') {
    url += `?${query}`;
  } else {
    options.body = new URLSearchParams(sorted);
  }
  const response = await fetch(url, options);
  console.log(JSON.stringify({ status: response.status, body: await response.text() }));
}
