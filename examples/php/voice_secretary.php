<?php

/**
 * All that a script needs to answer Voice Secretary: the event that came in, and a Request that builds the reply.
 *
 *     require 'voice_secretary.php';
 *     answer(fn (array $event, Request $reply) => $reply->setIvrSayText('Hello', 'en')->setHangup());
 *
 * With VOICE_SECRETARY_SECRET in the environment, requests whose signature does not match are refused.
 */
final class Request
{
    private array $options = [];

    /** Plays a sound by its id. */
    public function setIvrPlay(string $id): self
    {
        return $this->set('ivr_play', $id);
    }

    /** Says a free text (an extension of Voice Secretary). */
    public function setIvrSayText(string $text, string $language): self
    {
        return $this->set('ivr_saytext', $text)->set('language', $language);
    }

    /** Says a phrase of the numbered list, docs/phrases.md. */
    public function setIvrSayPopular(int $number, string $language): self
    {
        return $this->set('ivr_saypopular', $number)->set('language', $language);
    }

    /** Reads digits one by one; a string, so that zeros in front stay. */
    public function setIvrSayDigits(string $digits, string $language): self
    {
        return $this->set('ivr_saydigits', $digits)->set('language', $language);
    }

    /** Says a number as a whole: 42 is "forty-two"; decimals as a string. */
    public function setIvrSayNumber(int|string $number, string $language): self
    {
        return $this->set('ivr_saynumber', $number)->set('language', $language);
    }

    /** Waits for keys. $name comes back with them; $default is what happens when nothing is pressed and you say nothing. */
    public function setWaitDtmf(int $timeout, int $attempts, int $maxDigits, string $name, ?string $default = null): self
    {
        return $this->set('wait_dtmf', [
            'timeout' => $timeout,
            'attempts' => $attempts,
            'maxdigits' => $maxDigits,
            'name' => $name,
            'default' => $default,
        ]);
    }

    /** Hands the call over: an extension ("100"), a scenario ("0-1"), a menu ("0-main") or "blacklist". */
    public function setRedirect(string $target, int $returnTimeout = 0): self
    {
        return $this->set('redirect', $target)->set('return_timeout', $returnTimeout);
    }

    /** Shows this name on the phone of whoever is called. */
    public function setCallerName(string $name): self
    {
        return $this->set('caller_name', $name);
    }

    /** Ends the call, after all that is said in this reply. */
    public function setHangup(): self
    {
        return $this->set('hangup', 1);
    }

    public function json(): string
    {
        return json_encode((object) $this->options, JSON_UNESCAPED_UNICODE | JSON_THROW_ON_ERROR);
    }

    private function set(string $key, mixed $value): self
    {
        $this->options[$key] = $value;
        return $this;
    }
}

/** What the caller typed at the step called $name, or null if this event is not about that step. */
function digits(array $event, string $name): ?string
{
    $typed = $event['wait_dtmf'] ?? null;
    return is_array($typed) && ($typed['name'] ?? '') === $name ? (string) ($typed['digits'] ?? '') : null;
}

/** Answers one HTTP request: the address check, a forged request, or an event. */
function answer(callable $script): void
{
    if (isset($_GET['zd_echo'])) {
        exit($_GET['zd_echo']);
    }
    if (!signatureMatches($_POST)) {
        http_response_code(403);
        exit('wrong signature');
    }
    $reply = new Request();
    $script($_POST, $reply);
    header('Content-Type: application/json');
    echo $reply->json();
}

function signatureMatches(array $event): bool
{
    $secret = getenv('VOICE_SECRETARY_SECRET') ?: '';
    if ($secret === '') {
        return true;
    }
    $signed = ($event['caller_id'] ?? '') . ($event['called_did'] ?? '') . ($event['call_start'] ?? '');
    $expected = base64_encode(hash_hmac('sha1', $signed, $secret));
    return hash_equals($expected, $_SERVER['HTTP_SIGNATURE'] ?? '');
}
