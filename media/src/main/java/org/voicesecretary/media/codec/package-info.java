/** Audio codecs of the wire: G.711 (PCMU, PCMA) and G.722, in frames of 20 ms. */
@NullMarked
package org.voicesecretary.media.codec;

import org.jspecify.annotations.NullMarked;
