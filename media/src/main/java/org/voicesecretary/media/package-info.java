@NullMarked
package org.voicesecretary.media;

import org.jspecify.annotations.NullMarked;
