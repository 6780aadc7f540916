/** The door: who may call which number, and what becomes of those who may. */
@NullMarked
package org.voicesecretary.reception;

import org.jspecify.annotations.NullMarked;
