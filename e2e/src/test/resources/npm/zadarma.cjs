// Runs the package zadarma with nothing changed but its host. One line of output for each line of input.
const { createInterface } = require('node:readline');
const { api } = require('zadarma');

const [baseURL, api_user_key, api_secret_key] = process.argv.slice(2);
(async () => {
  for await (const line of createInterface({ input: process.stdin })) {
    const { verb, method, params } = JSON.parse(line);
    const data = await api({ baseURL, api_method: `/v1/${method}/`, http_method: verb, params, api_user_key, api_secret_key });
    console.log(JSON.stringify({ status: data instanceof Error ? 0 : 200, body: data instanceof Error ? String(data) : JSON.stringify(data) }));
  }
})();
