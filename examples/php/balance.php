<?php

// Asks for the customer number and says the balance; three tries.  php -S 127.0.0.1:9004 balance.php
require __DIR__ . '/voice_secretary.php';

const TRIES = 3;

/** The balance of this customer as text, or null if there is none. */
function balance(string $customer): ?string
{
    $file = fopen(__DIR__ . '/../customers.csv', 'r');
    while (($row = fgetcsv($file, null, ',', '"', '')) !== false) {
        if ($row[0] === $customer) {
            return $row[2];
        }
    }
    return null;
}

answer(function (array $event, Request $reply) {
    // The number of the try travels in the name of the input, so the script keeps no state.
    $ask = fn (int $try) => $reply->setWaitDtmf(7, 1, 8, "customer.$try");

    if ($event['event'] === 'NOTIFY_START') {
        $reply->setIvrSayText('Please type your customer number and press hash.', 'en');
        return $ask(1);
    }
    if ($event['event'] !== 'NOTIFY_IVR') {
        return;
    }
    if (!isset($event['wait_dtmf'])) {
        return $reply->setIvrSayPopular(5, 'en')->setHangup(); // the balance was said: goodbye
    }
    [, $try] = explode('.', $event['wait_dtmf']['name']);
    $balance = balance($event['wait_dtmf']['digits']);
    if ($balance !== null) {
        return $reply->setIvrSayPopular(8, 'en') // your balance is
            ->setIvrSayNumber($balance, 'en')
            ->setIvrSayText('euros.', 'en');
    }
    if ((int) $try >= TRIES) {
        return $reply->setIvrSayPopular(5, 'en')->setHangup(); // goodbye
    }
    $reply->setIvrSayPopular(6, 'en'); // wrong input, please try again
    $ask((int) $try + 1);
});
