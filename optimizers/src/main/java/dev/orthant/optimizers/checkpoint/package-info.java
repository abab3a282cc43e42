/// Training that survives: [Checkpoint][dev.orthant.optimizers.checkpoint.Checkpoint] is everything that a run needs to go
/// on with the same bits, [CheckpointFile][dev.orthant.optimizers.checkpoint.CheckpointFile] keeps the newest and the one
/// before on disk.
///
/// @since 0.1.0
@NullMarked
package dev.orthant.optimizers.checkpoint;

import org.jspecify.annotations.NullMarked;
