package main

import (
	"bytes"
	"compress/gzip"
	"strconv"
	"strings"
)

// compress returns content as gzip at its best level, or nil where that saves less than a tenth: pictures and
// fonts are compressed already, and a client should not unpack what gains nothing.
func compress(content []byte) []byte {
	var out bytes.Buffer
	w, err := gzip.NewWriterLevel(&out, gzip.BestCompression)
	if err != nil {
		panic(err) // only for a level that does not exist
	}
	if _, err := w.Write(content); err != nil {
		panic(err) // a bytes.Buffer takes everything
	}
	if err := w.Close(); err != nil {
		panic(err)
	}
	if out.Len() > len(content)*9/10 {
		return nil
	}
	return out.Bytes()
}

// acceptsGzip reads the values of Accept-Encoding as RFC 9110, section 12.5.3, has it: gzip is chosen when it is
// named, or covered by "*", with a quality above zero and not below the quality given to identity.
func acceptsGzip(values []string) bool {
	gzipQuality, identity, wildcard := -1.0, -1.0, -1.0 // below zero: not mentioned
	for item := range strings.SplitSeq(strings.Join(values, ","), ",") {
		coding, parameters, _ := strings.Cut(item, ";")
		q := quality(parameters)
		switch strings.ToLower(strings.TrimSpace(coding)) {
		case "gzip", "x-gzip":
			gzipQuality = max(gzipQuality, q)
		case "identity":
			identity = q
		case "*":
			wildcard = q
		}
	}
	if gzipQuality < 0 {
		gzipQuality = wildcard
	}
	return gzipQuality > 0 && gzipQuality >= identity
}

// quality reads the weight in "q=0.5": 1 where none is given, 0 where it cannot be read, because a client that
// garbles its wishes is served best by the file as it is.
func quality(parameters string) float64 {
	for parameter := range strings.SplitSeq(parameters, ";") {
		name, value, _ := strings.Cut(parameter, "=")
		if !strings.EqualFold(strings.TrimSpace(name), "q") {
			continue
		}
		q, err := strconv.ParseFloat(strings.TrimSpace(value), 64)
		if err != nil || !(q >= 0 && q <= 1) {
			return 0
		}
		return q
	}
	return 1
}
