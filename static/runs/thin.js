// A curve in few numbers, for what is kept and for small pictures.

/**
 * At most 2 + 2 x `buckets` of the (epoch, loss) pairs of a curve, flat: the first, the last, and of each bucket the lowest and the highest, so that no
 * spike is lost; five digits each. It ends before the first loss that is not finite.
 * @param {ArrayLike<number>} curve flat pairs
 * @param {number} buckets
 */
export function thin(curve, buckets) {
	let pairs = 0;
	while (2 * pairs + 1 < curve.length && Number.isFinite(curve[2 * pairs + 1])) pairs++;
	const kept = new Set(pairs > 0 ? [0] : []);
	const width = Math.max((pairs - 1) / buckets, 1);
	for (let from = 1; from < pairs - 1; from += width) {
		let low = Math.ceil(from);
		let high = low;
		for (let i = low; i < Math.min(from + width, pairs - 1); i++) {
			if (curve[2 * i + 1] < curve[2 * low + 1]) low = i;
			if (curve[2 * i + 1] > curve[2 * high + 1]) high = i;
		}
		if (low < pairs) kept.add(Math.min(low, high)).add(Math.max(low, high));
	}
	if (pairs > 1) kept.add(pairs - 1);
	return [...kept].flatMap((i) => [curve[2 * i], Number(curve[2 * i + 1].toPrecision(5))]);
}
