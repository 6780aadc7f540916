/** Datagrams in batches with the kernel's time of arrival: what a load generator needs to be the smaller half of the load. */
@NullMarked
package org.voicesecretary.benchmarks.net;

import org.jspecify.annotations.NullMarked;
