<?php

// Asks for the customer number and says the balance; three tries.  php -S 127.0.0.1:9014 balance.php
require __DIR__ . '/voice_secretary.php';

const TRIES = 3;

/** Number, balance and currency of this customer; null if there is none. */
function customer(string $number): ?array
{
    foreach (file(__DIR__ . '/../customers.csv', FILE_IGNORE_NEW_LINES) as $line) {
        $customer = explode(',', $line);
        if ($customer[0] === $number) {
            return $customer;
        }
    }
    return null;
}

answer(function (array $event, Request $reply) {
    // Which try this is travels in the name of wait_dtmf, so the script remembers nothing.
    $ask = fn (int $try) => $reply->setIvrSayPopular(3, 'en') // please enter your number and press hash
        ->setWaitDtmf(10, 2, 10, "customer.$try", 'hangup');

    if ($event['event'] === 'NOTIFY_START') {
        $reply->setIvrSayText('Welcome to the demo shop.', 'en');
        return $ask(1);
    }
    if ($event['event'] !== 'NOTIFY_IVR') {
        return;
    }
    $typed = $event['wait_dtmf']['digits'] ?? '';
    if ($typed === '') { // the balance was said, or nothing was pressed
        return $reply->setIvrSayPopular(5, 'en')->setHangup(); // goodbye
    }
    $customer = customer($typed);
    if ($customer !== null) {
        [, $balance, $currency] = $customer;
        return $reply->setIvrSayPopular(8, 'en') // your balance is
            ->setIvrSayNumber($balance, 'en')
            ->setIvrSayText($currency, 'en');
    }
    $try = (int) substr($event['wait_dtmf']['name'], strlen('customer.'));
    if ($try >= TRIES) {
        return $reply->setIvrSayText('This was the third wrong number.', 'en')
            ->setIvrSayPopular(5, 'en') // goodbye
            ->setHangup();
    }
    $reply->setIvrSayText('There is no such customer.', 'en');
    $ask($try + 1);
});
