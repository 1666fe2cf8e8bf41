/*
 * The limit: one workload of the benchmark written in C for that workload alone, as somebody would who knows both the
 * machine and the problem. limit.js compiles it to WebAssembly once for each workload, optimizer and precision:
 *
 *     clang --target=wasm32 -O3 -ffast-math -msimd128 -fno-builtin -DSINGLE=1 -DADAM=1 -DTANH=0 -DINPUTS=2 ...
 *
 * A network of DEPTH (1 or 2) hidden layers of HIDDEN units and one linear output, mean squared error, rows in their
 * order. Units lie along the lanes; rows pass in tiles that stay in the cache; the matrix products keep 4 x 2 vectors of
 * sums in registers and read weights packed in panels, with a transposed copy for the way back.
 */
#if SINGLE
typedef float real;
#else
typedef double real;
#endif
typedef real vec __attribute__((vector_size(16)));
typedef __typeof__((vec){} == (vec){}) bits;

enum {
	LANES = 16 / sizeof(real),
	H = (HIDDEN + LANES - 1) / LANES * LANES, /* units, filled up with ones that stay at zero */
	HV = H / LANES,
	PANEL = 2 * LANES,                        /* columns of a panel */
	WIDE = DEPTH > 1 ? H : 0,                 /* of the layer between hidden layers, if there is one */
	TILE = BATCH <= 4 ? BATCH : BATCH % 40 == 0 ? 40 : 32,
	/* Places of the parameters: first layer, middle layer in panels, output; each beginning a vector. */
	W1 = 0,
	B1 = W1 + INPUTS * H,
	W2 = B1 + H,
	B2 = W2 + WIDE * WIDE,
	W3 = B2 + WIDE,
	B3 = W3 + H,
	PARAMETERS = B3 + LANES,
	/* In Keras's order, as they are handed in. */
	GIVEN = INPUTS * HIDDEN + HIDDEN + (DEPTH > 1 ? HIDDEN * HIDDEN + HIDDEN : 0) + HIDDEN + 1,
	LOSSES = 1024
};

#define ALIGNED __attribute__((aligned(64)))
#define INLINE static inline __attribute__((always_inline))

static double given[GIVEN];
static real x[ROWS][INPUTS] ALIGNED, y[ROWS] ALIGNED;
static real weights[PARAMETERS] ALIGNED, gradient[PARAMETERS] ALIGNED, first[PARAMETERS] ALIGNED, second[PARAMETERS] ALIGNED;
static real back[WIDE * WIDE + 1] ALIGNED; /* the middle layer transposed, in panels */
static real a1[TILE][H] ALIGNED, a2[TILE][H] ALIGNED, d1[TILE][H] ALIGNED, d2[TILE][H] ALIGNED;
static double losses[LOSSES];
static double rate, power1, power2;

__attribute__((export_name("given"))) double *address_of_given(void) { return given; }
__attribute__((export_name("inputs"))) real *address_of_inputs(void) { return &x[0][0]; }
__attribute__((export_name("targets"))) real *address_of_targets(void) { return y; }

INLINE vec all(real v) { return v - (vec){}; }
INLINE vec load(const real *p) { return *(const vec *)p; }
INLINE void store(real *p, vec v) { *(vec *)p = v; }
INLINE real total(vec v) {
	real s = 0;
	for (int i = 0; i < LANES; i++) s += v[i];
	return s;
}

/* Where row i, column j of the middle layer lies. */
INLINE int panel(int i, int j) { return j / PANEL * PANEL * WIDE + i * PANEL + j % PANEL; }

#if SINGLE
#define NEAREST __builtin_wasm_nearest_f32x4
#define SQUARE_ROOT __builtin_wasm_sqrt_f32x4
#else
#define NEAREST __builtin_wasm_nearest_f64x2
#define SQUARE_ROOT __builtin_wasm_sqrt_f64x2
#endif

#if TANH
INLINE vec pick(bits mask, vec a, vec b) { return (vec)((mask & (bits)a) | (~mask & (bits)b)); }

/*
 * With 2x = k ln 2 + r and R = r coth(r/2), exp(2x) = 2^k (R + r) / (R - r), so that tanh needs one division. R is the
 * series 2 + r^2/6 - r^4/360 + r^6/15120 - ...
 */
INLINE vec activate(vec v) {
	const real limit = LANES == 4 ? 9 : 20, shift = LANES == 4 ? 0x1.8p23 : 0x1.8p52, bias = LANES == 4 ? 127 : 1023;
	v = pick(v > limit, all(limit), v);
	v = pick(v < -limit, all(-limit), v);
	vec k = NEAREST(v * (real)2.8853900817779268);
	vec r = 2 * v - k * (real)(LANES == 4 ? 0x1.62e4p-1 : 0x1.62e42fefap-1);
	r -= k * (real)(LANES == 4 ? 0x1.7f7d1cp-20 : 0x1.cf79abc9e3b39p-40);
	vec z = r * r, p;
	if (LANES == 4) {
		p = 2 + z * ((real)(1 / 6.0) + z * ((real)(-1 / 360.0) + z * (real)(1 / 15120.0)));
	} else {
		p = (real)(1 / 23950080.0) + z * (real)(-691 / 653837184000.0);
		p = (real)(1 / 15120.0) + z * ((real)(-1 / 604800.0) + z * p);
		p = 2 + z * ((real)(1 / 6.0) + z * ((real)(-1 / 360.0) + z * p));
	}
	vec s = (vec)((bits)(k + (shift + bias)) << (LANES == 4 ? 23 : 52));
	vec up = s * (p + r), down = p - r;
	return (up - down) / (up + down);
}
INLINE vec slope(vec d, vec a) { return d * (1 - a * a); }
#else
INLINE vec activate(vec v) { return (vec)((bits)v & (bits)(v > 0)); }
INLINE vec slope(vec d, vec a) { return (vec)((bits)d & (bits)(a > 0)); }
#endif

/* The share of 4 rows and one panel in a product: c[m] = start + sum over k of a[m * am + k * ak] b[k * bk + ...]. */
INLINE void block(vec c[4][2], int depth, const real *a, int am, int ak, const real *b, int bk) {
	for (int k = 0; k < depth; k++) {
		vec b0 = load(b + k * bk), b1 = load(b + k * bk + LANES);
		for (int m = 0; m < 4; m++) {
			vec s = all(a[m * am + k * ak]);
			c[m][0] += s * b0;
			c[m][1] += s * b1;
		}
	}
}

static void middle_forward(int rows) {
	for (int j = 0; j < WIDE; j += PANEL)
		for (int n = 0; n < rows; n += 4) {
			vec c[4][2];
			for (int m = 0; m < 4; m++) c[m][0] = load(weights + B2 + j), c[m][1] = load(weights + B2 + j + LANES);
			block(c, WIDE, a1[n], H, 1, weights + W2 + j * WIDE, PANEL);
			for (int m = 0; m < 4; m++) {
				store(&a2[n + m][j], activate(c[m][0]));
				store(&a2[n + m][j + LANES], activate(c[m][1]));
			}
		}
}

/* From d2, by the second layer's sums, to d1, by the first's. */
static void middle_backward(int rows) {
	for (int j = 0; j < WIDE; j += PANEL) {
		vec bias[2] = {load(gradient + B2 + j), load(gradient + B2 + j + LANES)};
		for (int n = 0; n < rows; n++) bias[0] += load(&d2[n][j]), bias[1] += load(&d2[n][j + LANES]);
		store(gradient + B2 + j, bias[0]);
		store(gradient + B2 + j + LANES, bias[1]);
		for (int i = 0; i < WIDE; i += 4) {
			real *g = gradient + W2 + panel(i, j);
			vec c[4][2];
			for (int m = 0; m < 4; m++) c[m][0] = load(g + m * PANEL), c[m][1] = load(g + m * PANEL + LANES);
			block(c, rows, &a1[0][i], 1, H, &d2[0][j], H);
			for (int m = 0; m < 4; m++) store(g + m * PANEL, c[m][0]), store(g + m * PANEL + LANES, c[m][1]);
		}
	}
	for (int i = 0; i < WIDE; i += PANEL)
		for (int n = 0; n < rows; n += 4) {
			vec c[4][2] = {};
			block(c, WIDE, d2[n], H, 1, back + i * WIDE, PANEL);
			for (int m = 0; m < 4; m++) {
				store(&d1[n + m][i], slope(c[m][0], load(&a1[n + m][i])));
				store(&d1[n + m][i + LANES], slope(c[m][1], load(&a1[n + m][i + LANES])));
			}
		}
}

/* Adds the gradient of a tile whose rows each count share, and returns their squared errors. */
INLINE real tile(int at, int rows, real share) {
	for (int n = 0; n < rows; n++)
		for (int u = 0; u < H; u += LANES) {
			vec s = load(weights + B1 + u);
			for (int i = 0; i < INPUTS; i++) s += all(x[at + n][i]) * load(weights + W1 + i * H + u);
			store(&a1[n][u], activate(s));
		}
	if (DEPTH > 1) middle_forward(rows);
	real(*top)[H] = DEPTH > 1 ? a2 : a1, (*delta)[H] = DEPTH > 1 ? d2 : d1;
	real loss = 0, bias = 0;
	for (int n = 0; n < rows; n++) {
		vec sum = {};
		for (int u = 0; u < H; u += LANES) sum += load(&top[n][u]) * load(weights + W3 + u);
		real error = total(sum) + weights[B3] - y[at + n], d = 2 * share * error;
		loss += error * error;
		bias += d;
		for (int u = 0; u < H; u += LANES) {
			vec a = load(&top[n][u]);
			store(gradient + W3 + u, load(gradient + W3 + u) + d * a);
			store(&delta[n][u], slope(d * load(weights + W3 + u), a));
		}
	}
	gradient[B3] += bias;
	if (DEPTH > 1) middle_backward(rows);
	for (int u = 0; u < H; u += LANES) {
		vec g[INPUTS], b = load(gradient + B1 + u);
		for (int i = 0; i < INPUTS; i++) g[i] = load(gradient + W1 + i * H + u);
		for (int n = 0; n < rows; n++) {
			vec d = load(&d1[n][u]);
			b += d;
			for (int i = 0; i < INPUTS; i++) g[i] += all(x[at + n][i]) * d;
		}
		store(gradient + B1 + u, b);
		for (int i = 0; i < INPUTS; i++) store(gradient + W1 + i * H + u, g[i]);
	}
	return loss;
}

static void transpose(void) {
	for (int j = 0; j < WIDE; j++)
		for (int i = 0; i < WIDE; i++) back[panel(j, i)] = weights[W2 + panel(i, j)];
}

INLINE void update(void) {
#if ADAM
	power1 *= 0.9;
	power2 *= 0.999;
	real step = rate * __builtin_sqrt(1 - power2) / (1 - power1);
	for (int i = 0; i < PARAMETERS; i += LANES) {
		vec g = load(gradient + i), m = load(first + i), v = load(second + i);
		m += (g - m) * (real)0.1;
		v += (g * g - v) * (real)0.001;
		store(first + i, m);
		store(second + i, v);
		store(weights + i, load(weights + i) - step * m / (SQUARE_ROOT(v) + (real)1e-7));
		store(gradient + i, (vec){});
	}
#else
	real step = rate;
	for (int i = 0; i < PARAMETERS; i += LANES) {
		store(weights + i, load(weights + i) - step * load(gradient + i));
		store(gradient + i, (vec){});
	}
#endif
	if (DEPTH > 1) transpose();
}

/* Begins anew with the weights given. */
__attribute__((export_name("start"))) void start(double learning_rate) {
	rate = learning_rate;
	power1 = power2 = 1;
	for (int i = 0; i < PARAMETERS; i++) weights[i] = gradient[i] = first[i] = second[i] = 0;
	const double *from = given;
	for (int i = 0; i < INPUTS; i++)
		for (int u = 0; u < HIDDEN; u++) weights[W1 + i * H + u] = *from++;
	for (int u = 0; u < HIDDEN; u++) weights[B1 + u] = *from++;
	if (DEPTH > 1) {
		for (int i = 0; i < HIDDEN; i++)
			for (int j = 0; j < HIDDEN; j++) weights[W2 + panel(i, j)] = *from++;
		for (int u = 0; u < HIDDEN; u++) weights[B2 + u] = *from++;
		transpose();
	}
	for (int u = 0; u < HIDDEN; u++) weights[W3 + u] = *from++;
	weights[B3] = *from;
}

/* Trains for so many epochs and returns the loss of the last; the losses of all are kept as long as they fit. */
__attribute__((export_name("train"))) double train(int epochs) {
	double loss = 0;
	for (int e = 0; e < epochs; e++) {
		loss = 0;
		for (int at = 0; at < ROWS; at += BATCH) {
			int rows = ROWS - at < BATCH ? ROWS - at : BATCH;
			for (int t = 0; t < rows; t += TILE) loss += tile(at + t, rows - t < TILE ? rows - t : TILE, (real)1 / rows);
			update();
		}
		loss /= ROWS;
		losses[e % LOSSES] = loss;
	}
	return loss;
}
