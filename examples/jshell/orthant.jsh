// What a session with Orthant begins with, behind jshell's own DEFAULT.
import dev.orthant.autograd.*
import dev.orthant.autograd.loss.*
import dev.orthant.autograd.op.*
import dev.orthant.datasets.*
import dev.orthant.datasets.catalogue.*
import dev.orthant.datasets.prepare.*
import dev.orthant.layers.*
import dev.orthant.optimizers.*
import dev.orthant.optimizers.margin.*
import dev.orthant.tensor.*
import dev.orthant.tensor.format.*
import dev.orthant.tensor.linear.Matrix
import dev.orthant.tensor.random.*
