/** Menus that greet callers and take keys: scripts that the engine runs like any other, only that they are built in. */
@NullMarked
package org.voicesecretary.pbx.menu;

import org.jspecify.annotations.NullMarked;
