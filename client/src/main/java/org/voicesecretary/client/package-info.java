@NullMarked
package org.voicesecretary.client;

import org.jspecify.annotations.NullMarked;
