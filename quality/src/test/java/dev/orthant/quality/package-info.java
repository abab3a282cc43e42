/// Tests about the source tree itself: which package may use which, how files are laid out, what a library does not
/// do, and whether what the README says can be typed.
///
/// [ArchitectureTest] reads compiled classes, the others read files. [SourceTree] says where things are.
@NullMarked
package dev.orthant.quality;

import org.jspecify.annotations.NullMarked;
