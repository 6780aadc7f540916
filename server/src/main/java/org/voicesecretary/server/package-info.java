@NullMarked
package org.voicesecretary.server;

import org.jspecify.annotations.NullMarked;
