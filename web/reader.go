package main

import (
	"fmt"
	"os"
)

// reader writes the program that reads code, which the page loads when somebody asks for it.
func (s site) reader(file string) (string, error) {
	program, err := os.ReadFile(file)
	if err != nil {
		return "", fmt.Errorf("the reader: %w", err)
	}
	if program, err = pack(program); err != nil {
		return "", fmt.Errorf("the reader: %w", err)
	}
	return s.hashed("reader.wasm", program)
}
