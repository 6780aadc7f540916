package org.voicesecretary.media;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.voicesecretary.media.dtmf.DtmfDigit;

/** Keeps what a listener is told, for assertions. */
class Keys implements MediaListener {
    record Key(DtmfDigit digit, DigitSource how, long nanos) {}

    final List<Key> keys = new CopyOnWriteArrayList<>();
    final List<Playback> finished = new CopyOnWriteArrayList<>();
    final AtomicInteger timeouts = new AtomicInteger();
    volatile @Nullable MediaStats inAll;

    String digits() {
        return keys.stream().map(key -> String.valueOf(key.digit().symbol())).collect(Collectors.joining());
    }

    @Override
    public void onDigit(DtmfDigit digit, DigitSource how, long nanoTime) {
        keys.add(new Key(digit, how, nanoTime));
    }

    @Override
    public void onPlaybackFinished(Playback playback) {
        finished.add(playback);
    }

    @Override
    public void onRtpTimeout() {
        timeouts.incrementAndGet();
    }

    @Override
    public void onClosed(MediaStats ended) {
        inAll = ended;
    }
}
