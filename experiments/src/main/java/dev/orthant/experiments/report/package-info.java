/// What an experiment leaves behind: a [Report][dev.orthant.experiments.report.Report] in a folder of its own, written
/// again whenever it grows, so that a killed run leaves what was finished.
@NullMarked
package dev.orthant.experiments.report;

import org.jspecify.annotations.NullMarked;
