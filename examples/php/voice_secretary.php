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

    /** Says a free text (an extension of Voice Secretary), in one of `voice-secretary say --list-voices` if you name it. */
    public function setIvrSayText(string $text, string $language, string $voice = ''): self
    {
        return $this->set('ivr_saytext', $text, $language)->also('voice', $voice);
    }

    /** Says a phrase of the numbered list, docs/phrases.md. */
    public function setIvrSayPopular(int $number, string $language): self
    {
        return $this->set('ivr_saypopular', $number, $language);
    }

    /** Reads digits one by one; a string, so that zeros in front stay. */
    public function setIvrSayDigits(string $digits, string $language): self
    {
        return $this->set('ivr_saydigits', $digits, $language);
    }

    /** Says a number as a whole: 42 is "forty-two"; decimals as a string. */
    public function setIvrSayNumber(int|string $number, string $language): self
    {
        return $this->set('ivr_saynumber', $number, $language);
    }

    /**
     * Waits for keys. $name comes back with them; $default is what happens when nothing is pressed and you say nothing;
     * keys that are $sensitive are masked in everything the server writes.
     */
    public function setWaitDtmf(
        int $timeout,
        int $attempts,
        int $maxDigits,
        string $name,
        string $default,
        bool $sensitive = false,
    ): self {
        return $this->set('wait_dtmf', [
            'timeout' => $timeout,
            'attempts' => $attempts,
            'maxdigits' => $maxDigits,
            'name' => $name,
            'default' => $default,
        ] + ($sensitive ? ['sensitive' => true] : []));
    }

    /**
     * Hands the call over: an extension ("100"), a scenario ("0-1"), a menu ("0-main") or "blacklist". After
     * $returnTimeout seconds (0: never) without an answer it comes back; $rewriteForwardNumber is who seems to call.
     */
    public function setRedirect(string $target, int $returnTimeout = 0, string $rewriteForwardNumber = ''): self
    {
        return $this->set('redirect', $target)
            ->also('return_timeout', $returnTimeout)
            ->also('rewrite_forward_number', $rewriteForwardNumber);
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

    /** One reply has each key once and one language; what comes second would replace the first unheard. */
    private function set(string $key, mixed $value, ?string $language = null): self
    {
        if (array_key_exists($key, $this->options)) {
            throw new LogicException("reply has $key twice: expected each key once; say the second in the next reply");
        }
        $first = $this->options['language'] ?? $language;
        if ($language !== null && $first !== $language) {
            throw new LogicException("reply has two languages, $first and $language: expected one");
        }
        $this->options[$key] = $value;
        return $this->also('language', (string) $language);
    }

    private function also(string $key, int|string $value): self
    {
        if ($value !== 0 && $value !== '') {
            $this->options[$key] = $value;
        }
        return $this;
    }
}

/** Answers one HTTP request: the check of the address, a forged request, or an event. */
function answer(callable $script): void
{
    if (is_string($_GET['zd_echo'] ?? null)) {
        finish(200, 'text/plain', $_GET['zd_echo']);
    }
    if ($_SERVER['REQUEST_METHOD'] !== 'POST' || !isset($_POST['event'])) {
        finish(400, 'text/plain', 'this is a webhook: it expects a POST with an event');
    }
    if (!signatureMatches($_POST)) {
        finish(403, 'text/plain', 'wrong signature');
    }
    $reply = new Request();
    $script($_POST, $reply);
    finish(200, 'application/json', $reply->json());
}

function finish(int $status, string $type, string $body): never
{
    http_response_code($status);
    header("Content-Type: $type");
    exit($body);
}

function signatureMatches(array $event): bool
{
    $secret = getenv('VOICE_SECRETARY_SECRET') ?: '';
    if ($secret === '') {
        return true;
    }
    $names = match ($event['event']) {
        'NOTIFY_ANSWER' => ['caller_id', 'destination', 'call_start'],
        'NOTIFY_OUT_START', 'NOTIFY_OUT_END' => ['internal', 'destination', 'call_start'],
        'NOTIFY_RECORD' => ['pbx_call_id', 'call_id_with_rec'],
        default => ['caller_id', 'called_did', 'call_start'],
    };
    $signed = implode('', array_map(fn (string $name) => $event[$name] ?? '', $names));
    $expected = base64_encode(hash_hmac('sha1', $signed, $secret));
    return hash_equals($expected, $_SERVER['HTTP_SIGNATURE'] ?? '');
}
