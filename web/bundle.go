package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/evanw/esbuild/pkg/api"
)

// site collects the files of the deploy root before they are written.
type site struct {
	out string
}

// files are the names the page loads, each with its hash.
type files struct {
	Main, Charts, Worker, Pool, Wasm, Reader, Survey, Style, Icon, Licences string
}

// hashed writes content as name.HASH.ext, so that a cache may keep it for ever, and returns that name.
func (s site) hashed(name string, content []byte) (string, error) {
	sum := sha256.Sum256(content)
	ext := filepath.Ext(name)
	name = strings.TrimSuffix(name, ext) + "." + hex.EncodeToString(sum[:])[:12] + ext
	return name, s.plain(name, content)
}

// plain writes content under a name that stays: what is asked for by that name from outside.
func (s site) plain(name string, content []byte) error {
	return os.WriteFile(filepath.Join(s.out, name), content, 0o644)
}

// clear empties the deploy root but for .nojekyll, which is committed: without it GitHub Pages would look for a Jekyll site.
func (s site) clear() error {
	entries, err := os.ReadDir(s.out)
	if errors.Is(err, os.ErrNotExist) {
		err = os.MkdirAll(s.out, 0o755)
	}
	if err != nil {
		return err
	}
	for _, entry := range entries {
		if entry.Name() != ".nojekyll" {
			if err := os.RemoveAll(filepath.Join(s.out, entry.Name())); err != nil {
				return err
			}
		}
	}
	return s.plain(".nojekyll", nil)
}

// script bundles one entry point of static/ with what it imports.
func script(entry, wasmExec string, format api.Format) ([]byte, error) {
	exec, err := filepath.Abs(wasmExec)
	if err != nil {
		return nil, err
	}
	return bundle(api.BuildOptions{
		EntryPoints: []string{filepath.Join("static", entry)},
		Format:      format,
		Alias:       map[string]string{"wasm_exec": exec},
		NodePaths:   []string{filepath.Join("web", "node_modules")},
		// ECharts chooses its messages by it.
		Define: map[string]string{"process.env.NODE_ENV": `"production"`},
	})
}

// styles bundles style sheets into one, in the order of the cascade.
func styles(names ...string) ([]byte, error) {
	var all strings.Builder
	for _, name := range names {
		fmt.Fprintf(&all, "@import \"./%s\";\n", name)
	}
	return bundle(api.BuildOptions{
		Stdin: &api.StdinOptions{Contents: all.String(), ResolveDir: "static", Loader: api.LoaderCSS},
	})
}

func bundle(options api.BuildOptions) ([]byte, error) {
	options.Bundle = true
	options.MinifySyntax, options.MinifyWhitespace, options.MinifyIdentifiers = true, true, true
	// Dynamic viewport units and :has() set the floor: browsers from 2023 on.
	options.Target = api.ES2022
	options.LegalComments = api.LegalCommentsNone // licences.txt has them
	options.LogLevel = api.LogLevelSilent
	result := api.Build(options)
	if len(result.Errors) > 0 {
		messages := api.FormatMessages(result.Errors, api.FormatMessagesOptions{Kind: api.ErrorMessage})
		return nil, errors.New(strings.Join(messages, ""))
	}
	return bytes.TrimSpace(result.OutputFiles[0].Contents), nil
}
