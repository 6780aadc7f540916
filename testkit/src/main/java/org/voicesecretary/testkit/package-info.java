@NullMarked
package org.voicesecretary.testkit;

import org.jspecify.annotations.NullMarked;
