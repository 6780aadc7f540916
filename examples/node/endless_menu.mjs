// A menu of any depth, from menu.json; the place in it travels in wait_dtmf[name].  node endless_menu.mjs
import { readFileSync } from 'node:fs';
import { digits, serve } from './voice_secretary.mjs';

const menus = JSON.parse(readFileSync(new URL('../menu.json', import.meta.url), 'utf8'));

serve(9003, (event, reply) => {
  const enter = (menu) => reply.setIvrSayText(menus[menu].text, 'en').setWaitDtmf(5, 3, 1, menu, 'hangup');

  if (event.event === 'NOTIFY_START') return enter('main');
  const here = event['wait_dtmf[name]'] ?? '';
  if (event.event !== 'NOTIFY_IVR' || !Object.hasOwn(menus, here)) return;

  const key = digits(event, here);
  if (key === '') {
    return reply.setIvrSayPopular(5, 'en').setHangup(); // three times nothing: goodbye
  }
  const next = menus[here].keys[key];
  if (next === undefined) {
    reply.setIvrSayPopular(6, 'en'); // wrong input, please try again
  }
  enter(next ?? here);
});
