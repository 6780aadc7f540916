/** The numbered popular phrases and the product's own sentences, in the seven languages of the protocol. */
@NullMarked
package org.voicesecretary.speech.phrase;

import org.jspecify.annotations.NullMarked;
