// A menu of any depth, from menu.json.  node endless_menu.mjs
// Where the caller is travels in the name of wait_dtmf, so the script remembers nothing.
import { readFileSync } from 'node:fs';
import { serve } from './voice_secretary.mjs';

const menus = JSON.parse(readFileSync(new URL('../menu.json', import.meta.url), 'utf8'));

serve(9023, (event, reply) => {
  const open = (name) => reply.setIvrSayText(menus[name].say, 'en').setWaitDtmf(5, 3, 1, name, 'hangup');

  if (event.event === 'NOTIFY_START') {
    reply.setIvrPlay('welcome');
    return open('main');
  }
  if (event.event !== 'NOTIFY_IVR') {
    return;
  }
  const key = event['wait_dtmf[digits]'] ?? '';
  if (key === '') { // nobody there any more
    return reply.setIvrSayPopular(5, 'en').setHangup(); // goodbye
  }
  const name = event['wait_dtmf[name]'];
  const here = Object.hasOwn(menus, name) ? name : 'main';
  const next = menus[here].keys[key];
  if (next === undefined) {
    reply.setIvrSayPopular(6, 'en'); // that is not valid, please try again
  }
  open(next ?? here);
});
