<?php
// In the manner of a client library for the public protocol: typed events, a builder that casts to int, the Signature
// header looked up in exactly this spelling, and an empty body for whatever it does not know.
final class WaitDtmfAnswer
{
    public string $name;
    public string $digits;
    public bool $default_behaviour;

    public function __construct(array $values)
    {
        foreach ($values as $key => $value) {
            $this->$key = $value;
        }
    }
}

final class ReplyBuilder
{
    private array $data = [];

    public function play($id): self
    {
        $this->data['ivr_play'] = $id;
        return $this;
    }

    public function digits($digits, string $language): self
    {
        $this->data['ivr_saydigits'] = (int) $digits;
        $this->data['language'] = $language;
        return $this;
    }

    public function number($number, string $language): self
    {
        $this->data['ivr_saynumber'] = (int) $number;
        $this->data['language'] = $language;
        return $this;
    }

    public function wait(int $timeout, int $attempts, int $maxDigits, string $name, ?string $default): self
    {
        $this->data['wait_dtmf'] = ['timeout' => $timeout, 'attempts' => $attempts, 'maxdigits' => $maxDigits, 'name' => $name, 'default' => $default];
        return $this;
    }

    public function hangup(): self
    {
        $this->data['hangup'] = 1;
        return $this;
    }

    public function send(): void
    {
        echo json_encode($this->data);
    }
}

$signed = ($_POST['caller_id'] ?? '') . ($_POST['called_did'] ?? '') . ($_POST['call_start'] ?? '');
$expected = base64_encode(hash_hmac('sha1', $signed, getenv('VOICE_SECRETARY_SECRET')));
if ((getallheaders()['Signature'] ?? '') !== $expected) {
    exit;
}
$reply = new ReplyBuilder();
switch ($_POST['event']) {
    case 'NOTIFY_START':
        $reply->play('697c9c683612d1a940003890')->wait(5, 1, 4, 'menu12', null)->send();
        break;
    case 'NOTIFY_IVR':
        if (isset($_POST['wait_dtmf'])) {
            $answer = new WaitDtmfAnswer($_POST['wait_dtmf']);
            if ($answer->default_behaviour) {
                $reply->hangup()->send();
            } else {
                $reply->digits($answer->digits, 'en')->send();
            }
        } elseif (isset($_POST['ivr_saydigits'])) {
            $reply->number(-7, 'en')->send();
        } elseif (isset($_POST['ivr_saynumber'])) {
            $reply->hangup()->send();
        }
        break;
}
