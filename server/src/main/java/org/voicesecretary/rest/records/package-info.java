/** Recordings: links to fetch them, and deleting them. */
@NullMarked
package org.voicesecretary.rest.records;

import org.jspecify.annotations.NullMarked;
