/** The database: opening, migrating, and the one writer that commits in groups. Knows nothing of calls or accounts. */
@NullMarked
package org.voicesecretary.storage;

import org.jspecify.annotations.NullMarked;
