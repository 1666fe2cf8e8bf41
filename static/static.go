// Package static carries the built site inside the server's binary.
//
// The sources of the site (CSS, ES modules, icons) lie beside this file; the program in web turns them into
// the deploy root static/dist, which is not committed. Only dist/.nojekyll is: it is empty, every deploy root
// needs it anyway, and with it go:embed finds a folder to embed in a fresh clone, so that everything compiles
// before a site was ever built.
package static

import (
	"embed"
	"errors"
	"io/fs"
)

//go:embed all:dist
var dist embed.FS

// ErrNotBuilt is what Site returns when this binary was compiled before a site was built.
var ErrNotBuilt = errors.New("there is no built site in static/dist: run `make site` first")

// Site is the deploy root as it was when this binary was compiled, or ErrNotBuilt.
func Site() (fs.FS, error) {
	site, err := fs.Sub(dist, "dist")
	if err != nil {
		return nil, err
	}
	if _, err := fs.Stat(site, "index.html"); err != nil {
		return nil, ErrNotBuilt
	}
	return site, nil
}
