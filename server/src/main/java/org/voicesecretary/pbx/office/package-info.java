/** The office of an account: extensions, menus, queues and the rest of {@code account.yaml}, as calls ask for it. */
@NullMarked
package org.voicesecretary.pbx.office;

import org.jspecify.annotations.NullMarked;
