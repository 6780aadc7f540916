/** Recordings of calls: a file and a row each, MP3 made in the background, links to fetch them, forgetting them in time. */
@NullMarked
package org.voicesecretary.cdr.recording;

import org.jspecify.annotations.NullMarked;
