package kernel

import "unsafe"

// A module's memory is little-endian. encoding/binary does the same and
// brings reflect, which keeps methods alive that the browser need not load.

func put32(dst []byte, v uint32) {
	_ = dst[3]
	dst[0], dst[1], dst[2], dst[3] = byte(v), byte(v>>8), byte(v>>16), byte(v>>24)
}

func get32(src []byte) uint32 {
	_ = src[3]
	return uint32(src[0]) | uint32(src[1])<<8 | uint32(src[2])<<16 | uint32(src[3])<<24
}

func put64(dst []byte, v uint64) {
	put32(dst, uint32(v))
	put32(dst[4:], uint32(v>>32))
}

func get64(src []byte) uint64 {
	return uint64(get32(src)) | uint64(get32(src[4:]))<<32
}

// floatBytes views numbers as the bytes they are in memory: those of a module's
// memory too, on the little-endian machines that run one.
func floatBytes(v []float64) []byte {
	return unsafe.Slice((*byte)(unsafe.Pointer(unsafe.SliceData(v))), 8*len(v))
}
