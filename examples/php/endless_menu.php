<?php

// A menu of any depth, from menu.json.  php -S 127.0.0.1:9013 endless_menu.php
// Where the caller is travels in the name of wait_dtmf, so the script remembers nothing.
require __DIR__ . '/voice_secretary.php';

answer(function (array $event, Request $reply) {
    $menus = json_decode(file_get_contents(__DIR__ . '/../menu.json'), true);
    $open = fn (string $name) => $reply->setIvrSayText($menus[$name]['say'], 'en')
        ->setWaitDtmf(5, 3, 1, $name, 'hangup');

    if ($event['event'] === 'NOTIFY_START') {
        $reply->setIvrPlay('welcome');
        return $open('main');
    }
    if ($event['event'] !== 'NOTIFY_IVR') {
        return;
    }
    $key = $event['wait_dtmf']['digits'] ?? '';
    if ($key === '') { // nobody there any more
        return $reply->setIvrSayPopular(5, 'en')->setHangup(); // goodbye
    }
    $here = $event['wait_dtmf']['name'];
    $here = isset($menus[$here]) ? $here : 'main';
    $next = $menus[$here]['keys'][$key] ?? null;
    if ($next === null) {
        $reply->setIvrSayPopular(6, 'en'); // that is not valid, please try again
    }
    $open($next ?? $here);
});
