/** Linear PCM and what is done with it: WAV files, resampling, levelling, tones, spectra, comparison of recordings. */
@NullMarked
package org.voicesecretary.media.audio;

import org.jspecify.annotations.NullMarked;
