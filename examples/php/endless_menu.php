<?php

// A menu of any depth, from menu.json; the place in it travels in wait_dtmf[name].  php -S 127.0.0.1:9003 endless_menu.php
require __DIR__ . '/voice_secretary.php';

answer(function (array $event, Request $reply) {
    $menus = json_decode(file_get_contents(__DIR__ . '/../menu.json'), true);
    $enter = fn (string $menu) => $reply->setIvrSayText($menus[$menu]['text'], 'en')->setWaitDtmf(5, 3, 1, $menu, 'hangup');

    if ($event['event'] === 'NOTIFY_START') {
        return $enter('main');
    }
    $here = $event['wait_dtmf']['name'] ?? '';
    if ($event['event'] !== 'NOTIFY_IVR' || !isset($menus[$here])) {
        return;
    }
    $key = digits($event, $here);
    if ($key === '') {
        return $reply->setIvrSayPopular(5, 'en')->setHangup(); // three times nothing: goodbye
    }
    $next = $menus[$here]['keys'][$key] ?? null;
    if ($next === null) {
        $reply->setIvrSayPopular(6, 'en'); // wrong input, please try again
    }
    $enter($next ?? $here);
});
